target_sources(qscope_core PRIVATE
  analysis/analyzer.cpp
  analysis/batching.cpp
  analysis/calibration_pass.cpp
  analysis/calibration_state.cpp
  analysis/calibration_storage.cpp
  analysis/collectors.cpp
  analysis/layer_quantizers.cpp
  analysis/output_metrics.cpp
  analysis/passes.cpp
  analysis/resampling.cpp
  analysis/sample_hash.cpp
  analysis/sample_set.cpp
  analysis/depth_errors.cpp
  analysis/sensitivity.cpp
  analysis/sensitivity_ranking.cpp
  analysis/stats_collector.cpp
)
