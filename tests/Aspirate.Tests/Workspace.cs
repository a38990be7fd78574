using System.Diagnostics;
using Digits.Tests;

namespace Digits.Aspirate.Tests;

/// <summary>A folder to run the tool in, with programs that only write down how they were called.</summary>
internal sealed class Workspace : IDisposable
{
    private const string AlwaysNeeded = "--non-interactive --disable-secrets --disable-state";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly string RealDotnet = Environment.ProcessPath!;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("digits-aspirate-");
    private readonly Dictionary<string, string> _variables = [];

    public Workspace() => Directory.CreateDirectory(Path.Combine(_folder.FullName, "bin"));

    public string Output => this["output"];

    /// <summary>How the stand-ins were called, in order: program and arguments.</summary>
    public string[] Calls => File.Exists(this["calls"]) ? File.ReadAllLines(this["calls"]) : [];

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public Workspace With(string variable, string value)
    {
        _variables[variable] = value;
        return this;
    }

    /// <summary>Puts a program on the PATH that notes its arguments and then does what a line of shell says.</summary>
    public Workspace WithProgram(string name, string script = "exit 0")
    {
        var path = Write(Path.Combine("bin", name), $"#!/bin/sh\necho \"{name} $*\" >> '{this["calls"]}'\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return this;
    }

    /// <summary>Runs a command without questions, secrets and state.</summary>
    public Task<ToolRun> RunAsync(string command, params string[] args) =>
        RunInAsync(_folder.FullName, [command, .. AlwaysNeeded.Split(' '), .. args]);

    /// <summary>Runs <c>generate --skip-build</c> on a manifest.</summary>
    public Task<ToolRun> GenerateAsync(string manifest, params string[] args) => RunAsync(
        "generate",
        ["-m", Write("manifest.json", manifest), "-o", Output, "--skip-build", "--image-pull-policy", "Always", "--include-dashboard", "false", .. args]);

    public async Task<ToolRun> RunInAsync(string folder, params string[] args)
    {
        var start = new ProcessStartInfo(RealDotnet, [Path.Combine(AppContext.BaseDirectory, "aspirate.dll"), .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{this["bin"]}:/usr/bin:/bin";
        foreach (var (variable, value) in _variables)
        {
            start.Environment[variable] = value;
        }

        using var limit = new CancellationTokenSource(Limit);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var text = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return new(process.ExitCode, text[0], text[1].TrimEnd());
    }

    /// <summary>Runs <c>generate --skip-build</c> for Digits, as the README does: in the application host's folder.</summary>
    public async Task<ToolRun> GenerateDigitsAsync(params string[] args)
    {
        WithProgram("dotnet", $"exec '{RealDotnet}' \"$@\"");
        return await RunInAsync(
            Path.Combine(Repository.Root, "AppHost"),
            [
                "generate", .. AlwaysNeeded.Split(' '), "-m", Path.Combine(AppContext.BaseDirectory, "aspire-manifest.json"), "-o", Output, "--skip-build",
                "-cr", "localhost:5000", "-ct", "1.0.0", "--image-pull-policy", "IfNotPresent", "--namespace", "digits", .. args,
            ]);
    }

    /// <summary>The files of a folder by their path in it.</summary>
    public static SortedDictionary<string, string> Files(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllText), StringComparer.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);
}
