namespace Digits.Browser.Tests;

/// <summary>Where the browser is.</summary>
internal static class Chromium
{
    private static readonly string[] Candidates =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

    /// <summary>The browser's executable, or null when there is none.</summary>
    public static string? Path { get; } =
        Environment.GetEnvironmentVariable("DIGITS_CHROMIUM") is { Length: > 0 } named ? named : Candidates.FirstOrDefault(File.Exists);

    /// <summary>Keeps the browser from talking to anyone but the application.</summary>
    public static IReadOnlyList<string> Arguments { get; } =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];
}
