target_sources(qscope_core PRIVATE
  onnx/borrowed_model.cpp
  onnx/external_data.cpp
  onnx/functions.cpp
  onnx/graph_builder.cpp
  onnx/graph_editor.cpp
  onnx/wire_pieces.cpp
  onnx/operator_counts.cpp
  onnx/opset_changes.cpp
  onnx/reader.cpp
  onnx/sparse_tensor.cpp
  onnx/tensor_proto.cpp
  onnx/value_proto.cpp
)
