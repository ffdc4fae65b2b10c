target_sources(qscope_core PRIVATE
  onnx/functions.cpp
  onnx/graph_builder.cpp
  onnx/graph_editor.cpp
  onnx/wire_pieces.cpp
  onnx/reader.cpp
  onnx/tensor_proto.cpp
  onnx/value_proto.cpp
)
