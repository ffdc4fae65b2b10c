target_sources(qscope_core PRIVATE
  analysis/analyzer.cpp
  analysis/batching.cpp
  analysis/bench.cpp
  analysis/border_cache.cpp
  analysis/calibration_pass.cpp
  analysis/calibration_state.cpp
  analysis/calibration_storage.cpp
  analysis/collectors.cpp
  analysis/data_check.cpp
  analysis/depth_errors.cpp
  analysis/evaluation.cpp
  analysis/evaluation_figures.cpp
  analysis/finding_texts.cpp
  analysis/history.cpp
  analysis/image_input.cpp
  analysis/input_evidence.cpp
  analysis/layer_latency.cpp
  analysis/layer_quantizers.cpp
  analysis/measurement_id.cpp
  analysis/output_metrics.cpp
  analysis/passes.cpp
  analysis/range_growth.cpp
  analysis/recording_needs.cpp
  analysis/resampling.cpp
  analysis/sample_hash.cpp
  analysis/leave_out.cpp
  analysis/sample_set.cpp
  analysis/sensitivity.cpp
  analysis/sensitivity_ranking.cpp
  analysis/spill_file.cpp
  analysis/stats_collector.cpp
  analysis/tensor_probe.cpp
  analysis/training_statistics.cpp
  analysis/whatif.cpp
)
# Without fused multiply-add every instruction set gives the same bits (see stats/multiversion.h).
set_source_files_properties(analysis/resampling.cpp PROPERTIES COMPILE_OPTIONS "-ffp-contract=off;-Wno-psabi")
