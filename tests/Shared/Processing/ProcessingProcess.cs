using System.Diagnostics;
using System.Globalization;
using Digits.Processing.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Digits.Tests.Processing;

/// <summary>The Processing service as a process of its own, on a free port of this host.</summary>
internal sealed class ProcessingProcess : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    private readonly Process _process;

    /// <summary>Starts the service and waits until it answers.</summary>
    /// <param name="volume">Its data volume.</param>
    public ProcessingProcess(string volume)
    {
        var address = $"http://127.0.0.1:{FreePorts.Next()}";
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Digits.Processing.dll")])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["DIGITS_CONFIG"] = Path.Combine(AppContext.BaseDirectory, "config.json"),
                ["DIGITS_DATA_VOLUME"] = volume,
                ["ASPNETCORE_URLS"] = address,
                ["Kestrel__EndpointDefaults__Protocols"] = "Http2",
                ["Starter__Enabled"] = "false",
            },
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        Channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = 64 << 20 });
        Client = new ProcessingService.ProcessingServiceClient(Channel);

        // Connecting is tried again by the channel until the service listens.
        var patience = new CallOptions(deadline: TimeProvider.System.GetUtcNow().UtcDateTime + StartPatience).WithWaitForReady();
        Client.ListDatasets(new ListDatasetsRequest(), patience);
    }

    public GrpcChannel Channel { get; }

    public ProcessingService.ProcessingServiceClient Client { get; }

    /// <summary>The most memory that the process has had resident so far, in MB (10⁶ bytes); 0 where the system does not tell.</summary>
    public double PeakMegabytes
    {
        get
        {
            var status = $"/proc/{_process.Id}/status";
            var line = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
    }

    /// <summary>Ends the process as kill -9 does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Channel.Dispose();
        Kill();
        _process.Dispose();
    }
}
