using System.Collections.Concurrent;
using System.Diagnostics;
using Digits.Training.V1;
using Grpc.Net.Client;

namespace Digits.Training.Tests;

/// <summary>The service as a process of its own, which can be killed.</summary>
internal sealed class TrainingProcess : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly GrpcChannel _channel;

    private TrainingProcess(Process process, string address)
    {
        _process = process;
        _channel = GrpcChannel.ForAddress(address);
        Runs = new TrainingService.TrainingServiceClient(_channel);
    }

    /// <summary>What it wrote to stdout so far.</summary>
    public required IReadOnlyCollection<string> Output { get; init; }


    public TrainingService.TrainingServiceClient Runs { get; }

    public static async Task<TrainingProcess> StartAsync(string volume, string processing)
    {
        var process = new Process { StartInfo = StartInfo(volume, processing) };
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var lines = new ConcurrentQueue<string>();
        process.OutputDataReceived += (_, output) =>
        {
            lines.Enqueue(output.Data ?? "");
            var found = output.Data?.IndexOf(Listening, StringComparison.Ordinal) ?? -1;
            if (found >= 0)
            {
                address.TrySetResult(output.Data![(found + Listening.Length)..].Trim());
            }
            else if (output.Data is null)
            {
                address.TrySetException(new InvalidOperationException("The service ended before it listened."));
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new TrainingProcess(process, await address.Task) { Output = lines };
    }

    /// <summary>Runs the service until it ends by itself.</summary>
    /// <returns>Its exit code and what it wrote to stderr.</returns>
    public static async Task<(int Code, string Errors)> RunToEndAsync(string volume, string processing)
    {
        using var process = Process.Start(StartInfo(volume, processing))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, errors);
    }

    /// <summary>Ends it in the middle of whatever it does, as kill -9 does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    private static ProcessStartInfo StartInfo(string volume, string processing) =>
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Digits.Training.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["DIGITS_CONFIG"] = Path.Combine(Digits.Tests.Repository.Root, "deploy", "services", "config.json"),
                ["DIGITS_MODEL_VOLUME"] = volume,
                ["Services__Processing"] = processing,
                ["Starter__Enabled"] = "false",
                ["Kestrel__EndpointDefaults__Protocols"] = "Http2",
            },
        };

    public void Dispose()
    {
        _channel.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
