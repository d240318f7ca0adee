@echo off
rem Makes the environment in .venv; the work is in scripts\bootstrap.py.
py -3 "%~dp0scripts\bootstrap.py" setup %*
if errorlevel 1 pause
