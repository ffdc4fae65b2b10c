target_sources(qscope_core PRIVATE
  report/chart_extent.cpp
  report/chart_svg.cpp
  report/report.cpp
  report/report_files.cpp
  report/report_html.cpp
  report/report_json.cpp
  report/report_text.cpp)
