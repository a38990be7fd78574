using System.ComponentModel;
using System.Diagnostics;

namespace Digits.Deploy.Tests.Manifests;

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public static (int Code, string Output, string Errors) Run(
        string program, IEnumerable<string> arguments, string? folder = null, string input = "", (string Name, string Value)? variable = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (variable is { } set)
        {
            start.Environment[set.Name] = set.Value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end.");
        }

        return (process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Runs a program that must succeed.</summary>
    public static string Output(
        string program, IEnumerable<string> arguments, string? folder = null, string input = "", (string Name, string Value)? variable = null)
    {
        var (code, output, errors) = Run(program, arguments, folder, input, variable);
        Assert.True(code == 0, $"{program} ended with {code}:{Environment.NewLine}{output}{errors}");
        return output;
    }

    /// <summary>What a program writes; null where it is not installed or does not know the arguments.</summary>
    public static string? TryOutput(string program, params string[] arguments)
    {
        try
        {
            var (code, output, _) = Run(program, arguments);
            return code == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
