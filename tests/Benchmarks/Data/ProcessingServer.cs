using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Digits.Processing.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Digits.Benchmarks.Data;

/// <summary>The Processing service as a process of its own, on a data volume that goes with it.</summary>
internal sealed class ProcessingServer : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    private readonly string _volume = Directory.CreateTempSubdirectory("digits-benchmark-").FullName;
    private readonly Process _process;
    private readonly GrpcChannel _channel;

    public ProcessingServer()
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Digits.Processing.dll")])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["DIGITS_CONFIG"] = Path.Combine(AppContext.BaseDirectory, "config.json"),
                ["DIGITS_DATA_VOLUME"] = _volume,
                ["ASPNETCORE_URLS"] = address,
                ["Kestrel__EndpointDefaults__Protocols"] = "Http2",
                ["Starter__Enabled"] = "false",
                ["Import__MaxSamples"] = "5000000",
            },
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = 64 << 20 });
        Client = new ProcessingService.ProcessingServiceClient(_channel);
        WaitUntilReady();
    }

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

    public void Dispose()
    {
        _channel.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_volume, recursive: true);
    }

    private void WaitUntilReady()
    {
        // Connecting is tried again by the channel until the service listens.
        Client.ListDatasets(
            new ListDatasetsRequest(), new CallOptions(deadline: TimeProvider.System.GetUtcNow().UtcDateTime + StartPatience).WithWaitForReady());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
