using System.Diagnostics;
using System.Globalization;

namespace Digits.Benchmarks;

/// <summary>
/// Another engine in a process of its own, which sleeps while it is not asked. Its first line says what it is; then it answers each
/// line, <c>train THREADS SECONDS</c> or <c>infer BATCH THREADS SECONDS</c>, with a number.
/// </summary>
internal sealed class Rival : IDisposable
{
    private readonly Process _process;

    private Rival(Process process, string description)
    {
        _process = process;
        Description = description;
    }

    public string Description { get; }

    /// <summary>Starts the engine.</summary>
    /// <returns>Null, with the reason on the error output, when it is not to be had here.</returns>
    public static Rival? Start(string name, ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        try
        {
            var process = Process.Start(start)!;
            if (process.StandardOutput.ReadLine() is { } description)
            {
                return new Rival(process, description);
            }

            process.WaitForExit();
            Console.Error.WriteLine($"Without {name}: it gave up, see above.");
            process.Dispose();
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            Console.Error.WriteLine($"Without {name}: {exception.Message}");
        }

        return null;
    }

    public double Train(int threads, double seconds) => Ask(FormattableString.Invariant($"train {threads} {seconds}"));

    public double Infer(int batch, int threads, double seconds) => Ask(FormattableString.Invariant($"infer {batch} {threads} {seconds}"));

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private double Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"No answer to '{question}' from {Description}.");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }
}
