using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Digits.Tests.Running;

/// <summary>The whole application, started as a person starts it: the AppHost as a process of its own, on ports that are free.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private const string ReadyPrefix = "Digits is ready: ";
    private const string LoginPrefix = "Login to the dashboard at ";
    private const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _login = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, int> _ports;
    private readonly Process _process;

    private RunningApp(Process process, Dictionary<string, int> ports)
    {
        _process = process;
        _ports = ports;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    /// <summary>A client of the gateway.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>The page's address.</summary>
    public Uri Address => Http.BaseAddress!;

    /// <summary>The link that logs in to the dashboard, once it is there.</summary>
    public Task<Uri> DashboardLogin => _login.Task.WaitAsync(Patience);

    /// <summary>Everything that the AppHost and the services have written.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>The AppHost's process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts the application on a data folder and waits until it says that it is ready.</summary>
    /// <param name="dataFolder">Where it keeps everything.</param>
    /// <param name="starterCount">Samples of the starter data set that a new folder gets, and a model of it; 0 for neither.</param>
    public static async Task<RunningApp> StartAsync(string dataFolder, int starterCount = 0)
    {
        var appHost = Path.Combine(Repository.Root, "AppHost");
        var ports = new[] { "GATEWAY", "GATEWAY_GRPC", "PROCESSING", "TRAINING", "INFERENCE" }.Zip(FreePorts.Next(5)).ToDictionary();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(appHost, "bin", Configuration(), "net10.0", "AppHost.dll")])
        {
            WorkingDirectory = appHost,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DIGITS_DATA"] = dataFolder, ["Starter__Enabled"] = $"{starterCount > 0}" },
        };
        if (starterCount > 0)
        {
            start.Environment["Starter__Count"] = $"{starterCount}";
        }

        foreach (var (service, port) in ports)
        {
            start.Environment[$"DIGITS_{service}_PORT"] = $"{port}";
        }

        // As the launch profile has it, on ports that are free.
        string[] variables = ["ASPNETCORE_URLS", "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"];
        foreach (var (variable, port) in variables.Zip(FreePorts.Next(variables.Length)))
        {
            start.Environment[variable] = $"http://localhost:{port}";
        }

        start.Environment["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";

        var app = new RunningApp(new Process { StartInfo = start, EnableRaisingEvents = true }, ports);
        app._process.Exited += (_, _) => app._ready.TrySetException(
            new InvalidOperationException($"The AppHost ended before it was ready:{Environment.NewLine}{app.Log}"));
        app._process.Start();
        app._process.BeginOutputReadLine();
        app._process.BeginErrorReadLine();
        try
        {
            app.Http = new HttpClient { BaseAddress = await app._ready.Task.WaitAsync(Patience), Timeout = Patience };
            return app;
        }
        catch (Exception exception)
        {
            await app.DisposeAsync();
            throw new InvalidOperationException($"The application did not become ready:{Environment.NewLine}{app.Log}", exception);
        }
    }

    /// <summary>Where a service listens for gRPC; its name in lower case, for example "processing".</summary>
    public Uri ServiceAddress(string service) => new($"http://localhost:{_ports[service.ToUpperInvariant()]}");

    /// <summary>Asks the AppHost to stop, as Ctrl+C or a service manager does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        _ = Signal(_process.Id, Terminate);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (!_process.HasExited)
        {
            await StopAsync();
        }

        _process.Dispose();
    }

    private static string Configuration() => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.AppendLine(line);
        }

        Find(line, ReadyPrefix, _ready);
        Find(line, LoginPrefix, _login);
    }

    private static void Find(string line, string prefix, TaskCompletionSource<Uri> found)
    {
        var at = line.IndexOf(prefix, StringComparison.Ordinal);
        if (at >= 0)
        {
            found.TrySetResult(new Uri(line[(at + prefix.Length)..].Trim()));
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int processId, int signal);
}
