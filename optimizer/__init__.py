"""The rotation planner: tables in, a proven plan out. Pure: standard library, numpy, pandas, OR-Tools and `policy`."""
