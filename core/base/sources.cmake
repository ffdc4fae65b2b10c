target_sources(qscope_core PRIVATE
  base/byte_stream.cpp
  base/result.cpp
  base/text.cpp
)
