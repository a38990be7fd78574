using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Digits.Tests;

/// <summary>The whole application, started as its users start it: the AppHost in a process of its own, on free ports and an empty folder.</summary>
public sealed class AppHostFixture : IAsyncLifetime, IDisposable
{
    private const string ReadyLine = "Digits is ready: ";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    public AppHostFixture()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", HostPath()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["DIGITS_DATA"] = DataFolder;
        var ports = FreePorts(Services.Length);
        foreach (var (service, port) in Services.Zip(ports))
        {
            start.Environment[$"DIGITS_{service.ToUpperInvariant()}_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        }

        Ports = Services.Zip(ports).ToDictionary(pair => pair.First, pair => pair.Second);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => OnLine(line.Data);
        _process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        _process.Exited += (_, _) => _ready.TrySetException(new InvalidOperationException($"The application ended before it was ready.\n{Output}"));
    }

    /// <summary>The gateway's address, with a slash at its end.</summary>
    public Uri Address => _ready.Task.Result;

    /// <summary>The port of every service: gateway, processing, training, inference.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; }

    /// <summary>Everything that the application stores; removed at the end.</summary>
    public string DataFolder { get; } = Directory.CreateTempSubdirectory("digits-test-").FullName;

    /// <summary>All that the application has printed so far.</summary>
    public string Output => string.Join('\n', _lines);

    private static string[] Services => ["gateway", "processing", "training", "inference"];

    public async Task InitializeAsync()
    {
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            await _ready.Task.WaitAsync(StartLimit);
        }
        catch (Exception)
        {
            await DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        if (_process.HasExited)
        {
            return;
        }

        using var terminate = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await terminate.WaitForExitAsync();
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The application did not stop on SIGTERM.\n{Output}");
        }
    }

    public void Dispose()
    {
        _process.Dispose();
        Directory.Delete(DataFolder, recursive: true);
    }

    private void OnLine(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (line.StartsWith(ReadyLine, StringComparison.Ordinal))
        {
            _ready.TrySetResult(new Uri(line[ReadyLine.Length..].Trim()));
        }
    }

    // The AppHost of the same configuration and framework as this test: bin/Debug/net10.0.
    private static string HostPath()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Repository.Root, "AppHost", "bin", output.Parent!.Name, output.Name, "AppHost.dll");
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Dispose());
        return ports;
    }
}
