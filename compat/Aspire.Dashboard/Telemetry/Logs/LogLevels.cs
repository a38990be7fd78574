namespace Aspire.Dashboard.Telemetry.Logs;

/// <summary>.NET's names of OTLP's severities.</summary>
internal static class LogLevels
{
    private const int SeveritiesALevel = 4;

    private static readonly string[] Names = ["Trace", "Debug", "Information", "Warning", "Error", "Critical"];

    /// <summary>"Unspecified" for 0.</summary>
    public static string NameOf(byte severity) => severity == 0 ? "Unspecified" : Names[Math.Min((severity - 1) / SeveritiesALevel, Names.Length - 1)];

    /// <summary>The lowest severity of a level; 0 if there is no such level.</summary>
    public static byte LowestOf(string? level) =>
        (byte)(Array.FindIndex(Names, name => name.Equals(level, StringComparison.OrdinalIgnoreCase)) is var index and >= 0 ? (index * SeveritiesALevel) + 1 : 0);
}
