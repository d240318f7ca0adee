"""`plan.xlsx`: a plan as a workbook ready to print and circulate."""
