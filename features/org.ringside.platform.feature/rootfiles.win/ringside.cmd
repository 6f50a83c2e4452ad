@echo off
rem Starts Ringside on a plain Java runtime, 25 or newer; there is no native launcher.
rem
rem   ringside                     the window
rem   ringside run ...             a subcommand: the headless application, whose exit status is passed through
rem   ringside -application ...    anything else with one dash: arguments of the Eclipse platform
rem
rem RINGSIDE_JAVA names a java.exe to use before all others; RINGSIDE_VMARGS adds arguments for it.
setlocal EnableExtensions DisableDelayedExpansion
set "NEED=25"
set "HERE=%~dp0"

set "JAVA="
if defined RINGSIDE_JAVA call :try "%RINGSIDE_JAVA%"
if not defined JAVA call :try "%HERE%jre\bin\java.exe"
if not defined JAVA if defined JAVA_HOME call :try "%JAVA_HOME%\bin\java.exe"
if not defined JAVA for %%j in (java.exe) do if not "%%~$PATH:j"=="" call :try "%%~$PATH:j"
if not defined JAVA for /d %%d in ("%ProgramFiles%\Java\*" "%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Microsoft\jdk-*") do call :try "%%~d\bin\java.exe"
if not defined JAVA (
  echo ringside: no Java %NEED% or newer found; install one, or name it in JAVA_HOME or RINGSIDE_JAVA 1>&2
  exit /b 69
)

set "LAUNCHER="
for %%l in ("%HERE%plugins\org.eclipse.equinox.launcher_*.jar") do set "LAUNCHER=%%~l"
if not defined LAUNCHER (
  echo ringside: %HERE%plugins has no Equinox launcher; unpack the product again 1>&2
  exit /b 69
)

rem eclipse.ini, which p2 writes: program arguments, then JVM arguments after -vmargs, one on each line
set "VMARGS="
set "SEEN="
if exist "%HERE%eclipse.ini" for /f "usebackq delims=" %%l in ("%HERE%eclipse.ini") do call :ini "%%l"

set "MODE=eclipse"
set "FIRST=%~1"
if not defined FIRST goto start
if not "%FIRST:~0,1%"=="-" set "MODE=headless"
if "%FIRST:~0,2%"=="--" set "MODE=headless"
if "%FIRST%"=="-h" set "MODE=headless"
if "%FIRST%"=="-V" set "MODE=headless"

:start
if "%MODE%"=="headless" goto headless

:again
"%JAVA%" %VMARGS% %RINGSIDE_VMARGS% -jar "%LAUNCHER%" -name Ringside %*
rem 23 is Eclipse's "restart", 24 its "restart with other arguments"; a guest's own 23 or 24 never comes here
if %ERRORLEVEL%==23 goto again
if %ERRORLEVEL%==24 goto again
exit /b %ERRORLEVEL%

:headless
"%JAVA%" %VMARGS% %RINGSIDE_VMARGS% -jar "%LAUNCHER%" -name Ringside -application org.ringside.cli.application -data @none -nosplash %*
exit /b %ERRORLEVEL%

rem Takes the java.exe at %1 if it is new enough.
:try
if defined JAVA exit /b 0
if not exist "%~1" exit /b 0
set "MAJOR="
for /f "tokens=3" %%v in ('""%~1" -version 2^>^&1 ^| findstr /i /c:" version ""') do if not defined MAJOR for /f "delims=.-+" %%m in ("%%~v") do set "MAJOR=%%m"
if not defined MAJOR exit /b 0
if %MAJOR% GEQ %NEED% set "JAVA=%~1"
exit /b 0

rem Keeps one line of eclipse.ini if it comes after -vmargs.
:ini
if defined SEEN set "VMARGS=%VMARGS% %~1"
if "%~1"=="-vmargs" set "SEEN=1"
exit /b 0
