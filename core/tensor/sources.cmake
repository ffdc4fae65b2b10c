target_sources(qscope_core PRIVATE
  tensor/buffer.cpp
  tensor/dtype.cpp
  tensor/mapped_file.cpp
  tensor/tensor.cpp
)
