target_sources(qscope_core PRIVATE
  kernels/convolution.cpp
  kernels/dnnl_support.cpp
  kernels/latency.cpp
  kernels/matmul.cpp
  kernels/normalization.cpp
  kernels/pooling.cpp
  kernels/primitives_v2.cpp
  kernels/primitives_v3.cpp
)
