@echo off
rem Makes the demonstration district and solves its plan; the work is in scripts\bootstrap.py.
py -3 "%~dp0scripts\bootstrap.py" demo %*
pause
