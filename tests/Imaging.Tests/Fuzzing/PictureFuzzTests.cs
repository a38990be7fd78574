using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Digits.Tests;

namespace Digits.Imaging.Tests.Fuzzing;

public sealed class PictureFuzzTests
{
    private const int Cases = 240_000;
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Read_SpoiledFilesOfEveryFormat_AreReadOrRefusedAndNothingElse()
    {
        using var folder = new TempFolder();
        var progress = Path.Combine(folder.Path, "progress");
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { typeof(FuzzProgram).Assembly.Location, "0", Cases.ToString(CultureInfo.InvariantCulture), progress },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var end = new CancellationTokenSource(LongestRun);
        var output = process.StandardOutput.ReadToEndAsync(end.Token);
        var errors = process.StandardError.ReadToEndAsync(end.Token);
        try
        {
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail($"A case hangs: {CurrentCases(progress)}.");
        }

        var written = await errors;
        Assert.True(process.ExitCode == 0, $"The process ended with {process.ExitCode} at the cases {CurrentCases(progress)}. {written[..Math.Min(2000, written.Length)]}");
        var refused = int.Parse(Regex.Match(await output, @"(\d+) refused").Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(refused, Cases / 4, Cases - (Cases / 20));
    }

    private static string CurrentCases(string progress) =>
        File.Exists(progress) ? string.Join(", ", File.ReadAllBytes(progress).Chunk(sizeof(int)).Select(number => BitConverter.ToInt32(number))) : "unknown";
}
