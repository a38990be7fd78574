using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Aspirate;

/// <summary>Runs other programs.</summary>
internal static class Shell
{
    /// <summary>Runs a program and shows its output as it comes.</summary>
    /// <exception cref="AspirateException">The program does not exist or failed.</exception>
    public static async Task ShowAsync(string program, params IReadOnlyCollection<string> arguments)
    {
        Terminal.Say($"Executing: {Describe(program, arguments)}");
        var result = await RunAsync(program, arguments, Console.Out.WriteLine, Console.Error.WriteLine);
        if (result.ExitCode != 0)
        {
            throw new AspirateException($"{Describe(program, arguments)} failed with exit code {result.ExitCode}; its lines above say why.");
        }
    }

    /// <summary>Runs a program and captures its output.</summary>
    /// <exception cref="AspirateException">The program does not exist.</exception>
    public static Task<ShellResult> RunAsync(string program, params IReadOnlyCollection<string> arguments) =>
        RunAsync(program, arguments, _ => { }, _ => { });

    public static string Describe(string program, IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Select(a => a.Contains(' ', StringComparison.Ordinal) ? $"\"{a}\"" : a).Prepend(program));

    private static async Task<ShellResult> RunAsync(
        string program, IReadOnlyCollection<string> arguments, Action<string> output, Action<string> error)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Close();
        var text = await Task.WhenAll(ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, error));
        await process.WaitForExitAsync();
        return new(process.ExitCode, text[0], text[1]);
    }

    private static Process Start(string program, IReadOnlyCollection<string> arguments)
    {
        var path = Find(program) ?? throw new AspirateException($"{program} is not on the PATH; is it installed?");
        try
        {
            return Process.Start(new ProcessStartInfo(path, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
            })!;
        }
        catch (Win32Exception fault)
        {
            throw new AspirateException($"{path} cannot be started: {fault.Message.TrimEnd('.')}.", fault);
        }
    }

    // The framework would look beside this process first, which is where dotnet lies.
    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{program}.exe" : program))
        .FirstOrDefault(File.Exists);

    private static async Task<string> ReadAsync(StreamReader reader, Action<string> show)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line)
        {
            show(line);
            text.AppendLine(line);
        }

        return text.ToString();
    }
}
