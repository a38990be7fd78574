namespace Digits.Aspirate.Tests;

/// <summary>How a run of the tool ended, and what it said.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>Fails the test with what the tool said, unless it succeeded and said nothing on standard error.</summary>
    public void AssertSuccess() => Assert.True(ExitCode == 0 && Error.Length == 0, $"exit code {ExitCode}: {Error}\n{Output}");

    /// <summary>Fails the test unless the tool failed with just this line.</summary>
    public void AssertFault(string line)
    {
        Assert.Equal($"(!) {line}", Error);
        Assert.Equal(1, ExitCode);
    }
}
