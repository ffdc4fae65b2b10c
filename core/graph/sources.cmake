target_sources(qscope_core PRIVATE
  graph/channels.cpp
  graph/graph.cpp
  graph/layers.cpp
)
