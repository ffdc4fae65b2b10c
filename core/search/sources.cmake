target_sources(qscope_core PRIVATE
  search/borders.cpp
  search/choice_table.cpp
  search/configs.cpp
  search/costs.cpp
  search/cures.cpp
  search/curvature.cpp
  search/finder.cpp
  search/genetic.cpp
  search/greedy_descent.cpp
  search/integer_program.cpp
  search/measured_table.cpp
  search/mixed_precision.cpp
  search/model_measurements.cpp
  search/partial_quantization.cpp
  search/prices.cpp
  search/target.cpp
)
