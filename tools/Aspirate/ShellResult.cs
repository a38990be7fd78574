namespace Aspirate;

/// <summary>How a program ended, and what it said.</summary>
internal sealed record ShellResult(int ExitCode, string Output, string Error);
