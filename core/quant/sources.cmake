target_sources(qscope_core PRIVATE
  quant/bias.cpp
  quant/calibrators.cpp
  quant/code_usage.cpp
  quant/code_values.cpp
  quant/codebook.cpp
  quant/config.cpp
  quant/config_check.cpp
  quant/config_json.cpp
  quant/layer_matcher.cpp
  quant/lp_search.cpp
  quant/divergence.cpp
  quant/expected_error.cpp
  quant/fake_quantize.cpp
  quant/quantizer.cpp
  quant/quantizer_spec.cpp
  quant/quantizers_for.cpp
  quant/reference_histograms.cpp
  quant/reference_ranges.cpp
  quant/reference_search.cpp
  quant/weight_slices.cpp
)
# As in stats: the same bits with every instruction set.
set_source_files_properties(quant/divergence.cpp quant/lp_search.cpp PROPERTIES COMPILE_OPTIONS "-O2;-ffp-contract=off")
set_source_files_properties(quant/fake_quantize.cpp PROPERTIES COMPILE_OPTIONS "-O3;-fno-trapping-math;-ffp-contract=off")
