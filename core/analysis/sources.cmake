target_sources(qscope_core PRIVATE
  analysis/analyzer.cpp
  analysis/batching.cpp
  analysis/layer_quantizers.cpp
  analysis/output_metrics.cpp
  analysis/passes.cpp
  analysis/sensitivity.cpp
  analysis/stats_collector.cpp
)
