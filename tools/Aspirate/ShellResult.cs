namespace Aspirate;

/// <summary>The exit code and the output of a program.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Error);
