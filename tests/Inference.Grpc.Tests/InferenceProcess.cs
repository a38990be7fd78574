using System.Diagnostics;
using System.Globalization;
using Digits.Tests;
using Grpc.Net.Client;

namespace Digits.Inference.Tests;

/// <summary>The service as a process of its own, with a port for metrics, which can be asked to end as an operator does.</summary>
internal sealed class InferenceProcess : IDisposable
{
    private const string Listening = "Now listening on: ";
    private const int Addresses = 2;

    private readonly Process _process;

    private InferenceProcess(Process process, Uri address, Uri metrics)
    {
        _process = process;
        Metrics = metrics;
        Channel = GrpcChannel.ForAddress(address);
    }

    public GrpcChannel Channel { get; }

    /// <summary>Where HTTP/1.1 is spoken.</summary>
    public Uri Metrics { get; }

    /// <summary>Starts the service and waits until it listens.</summary>
    public static async Task<InferenceProcess> StartAsync(string training, params (string Key, string Value)[] settings)
    {
        var ports = FreePorts.Next(Addresses);
        var (address, metrics) = (new Uri($"http://127.0.0.1:{ports[0]}"), new Uri($"http://127.0.0.1:{ports[1]}"));
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Digits.Inference.dll")])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.Combine(Repository.Root, "Inference.Grpc"),
            Environment =
            {
                ["ASPNETCORE_URLS"] = address.OriginalString,
                ["DIGITS_CONFIG"] = Path.Combine(Repository.Root, "deploy", "services", "config.json"),
                ["Services__Training"] = training,
                ["Serving__CacheMegabytes"] = "0",
                ["Metrics__Port"] = $"{metrics.Port}",
            },
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        var process = new Process { StartInfo = start };
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var found = 0;
        process.OutputDataReceived += (_, output) =>
        {
            if (output.Data is null)
            {
                listens.TrySetException(new InvalidOperationException("The service ended before it listened."));
            }
            else if (output.Data.Contains(Listening, StringComparison.Ordinal) && ++found == Addresses)
            {
                listens.TrySetResult();
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        await listens.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return new InferenceProcess(process, address, metrics);
    }

    /// <summary>Asks the process to end.</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-s", "TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Channel.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
