target_sources(qscope_core PRIVATE
  base/result.cpp
)
