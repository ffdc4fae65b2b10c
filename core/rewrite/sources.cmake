target_sources(qscope_core PRIVATE
  rewrite/model_rewriter.cpp
  rewrite/normalization_site.cpp
)
