target_sources(qscope_core PRIVATE
  rewrite/before_after.cpp
  rewrite/model_rewriter.cpp
  rewrite/normalization_site.cpp
  rewrite/rewriting_gain.cpp
)
