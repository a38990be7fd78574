namespace Aspire.Hosting.Running;

/// <summary>How to start a process.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="WorkingDirectory">The folder that it runs in.</param>
/// <param name="Environment">Variables on top of those of the application host.</param>
internal sealed record ProcessSpec(
    string FileName, IReadOnlyList<string> Arguments, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Whether the arguments are masked where they are shown.</summary>
    public bool HasSecretArguments { get; init; }
}
