target_sources(qscope_core PRIVATE
  graph/algebra.cpp
  graph/blocks.cpp
  graph/channels.cpp
  graph/convolution_fold.cpp
  graph/graph.cpp
  graph/graph_view.cpp
  graph/layers.cpp
  graph/normalization_divisor.cpp
  graph/structures.cpp
  graph/structures_activation.cpp
  graph/structures_attention.cpp
  graph/structures_fold.cpp
  graph/structures_normalization.cpp
  graph/structures_single.cpp
  graph/structures_skip.cpp
)
