using System.ComponentModel;
using System.Diagnostics;
using Digits.Tests;

namespace Digits.Learning.Tests.Persistence.Exchange;

/// <summary>onnxruntime under Node, where it is installed.</summary>
internal static class OnnxRuntime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static string Folder => Path.Combine(Repository.Root, "tests", "onnx");

    /// <summary>Why it cannot be run; null when it can.</summary>
    public static string? Missing { get; } = Find();

    /// <summary>Runs every case of a folder; see <c>tests/onnx/run.js</c>.</summary>
    public static void Run(string folder)
    {
        var (code, errors) = Node(Path.Combine(Folder, "run.js"), folder);
        Assert.True(code == 0, errors);
    }

    private static string? Find()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "onnxruntime-node")))
        {
            return "needs onnxruntime: npm ci --ignore-scripts in tests/onnx";
        }

        try
        {
            return Node("--version").Code == 0 ? null : "needs a Node.js that runs";
        }
        catch (Win32Exception)
        {
            return "needs Node.js";
        }
    }

    private static (int Code, string Errors) Node(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("node", arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        output.Wait();
        Assert.True(process.WaitForExit(Patience), "Node did not end.");
        return (process.ExitCode, errors);
    }
}
