target_sources(qscope_core PRIVATE
  tensor/dtype.cpp
  tensor/tensor.cpp
)
