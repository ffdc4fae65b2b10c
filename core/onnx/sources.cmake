target_sources(qscope_core PRIVATE
  onnx/graph_editor.cpp
  onnx/wire_pieces.cpp
  onnx/reader.cpp
  onnx/tensor_proto.cpp
)
