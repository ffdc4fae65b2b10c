target_sources(qscope_core PRIVATE
  run/fold.cpp
  run/fold_later.cpp
  run/fusion.cpp
  run/instance.cpp
  run/subgraph.cpp
)
