target_sources(qscope_core PRIVATE
  ops/attention_core.cpp
  ops/broadcast.cpp
  ops/byte_product.cpp
  ops/checks.cpp
  ops/context.cpp
  ops/control_flow.cpp
  ops/control_scan.cpp
  ops/convolution.cpp
  ops/convolution_row.cpp
  ops/detection.cpp
  ops/einsum.cpp
  ops/einsum_equation.cpp
  ops/elementwise_binary.cpp
  ops/elementwise_logic.cpp
  ops/elementwise_pass.cpp
  ops/elementwise_unary.cpp
  ops/float_loops.cpp
  ops/inner_operator.cpp
  ops/integer_sums.cpp
  ops/folding.cpp
  ops/grid_sample.cpp
  ops/latency.cpp
  ops/linear_algebra.cpp
  ops/loss.cpp
  ops/matmul.cpp
  ops/microsoft_activation.cpp
  ops/microsoft_attention.cpp
  ops/microsoft_grouped.cpp
  ops/microsoft_matrix.cpp
  ops/microsoft_normalization.cpp
  ops/movement_copy.cpp
  ops/movement_gather.cpp
  ops/movement_order.cpp
  ops/movement_pad.cpp
  ops/ngrams.cpp
  ops/normalization.cpp
  ops/normalization_plain.cpp
  ops/plain_products.cpp
  ops/pooling.cpp
  ops/quantized_add.cpp
  ops/quantized_convolution.cpp
  ops/quantized_grid.cpp
  ops/quantized_linear.cpp
  ops/quantized_matmul.cpp
  ops/quantized_microsoft.cpp
  ops/quantized_product.cpp
  ops/pooling_plain.cpp
  ops/recurrent.cpp
  ops/recurrent_activation.cpp
  ops/recurrent_cells.cpp
  ops/reduction.cpp
  ops/reduction_loops.cpp
  ops/refused.cpp
  ops/registry.cpp
  ops/resize.cpp
  ops/resize_axis.cpp
  ops/resize_kernels.cpp
  ops/sequences.cpp
  ops/shape_generate.cpp
  ops/shape_view.cpp
  ops/signal.cpp
  ops/strided.cpp
  ops/unique.cpp
  ops/window.cpp
)

# Loops compiled per instruction set (QS_SIMD) must give the same bits on every machine: no contraction to fused
# multiply-add. Without errno and trapping comparisons the compiler can vectorise their branches.
set_source_files_properties(ops/float_loops.cpp ops/reduction_loops.cpp ops/resize_kernels.cpp
  ops/recurrent_cells.cpp PROPERTIES
  COMPILE_OPTIONS "-O3;-ffp-contract=off;-fno-math-errno;-fno-trapping-math")
