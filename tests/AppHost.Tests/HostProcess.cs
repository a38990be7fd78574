using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;

namespace Digits.AppHost.Tests;

/// <summary>The application host in a process of its own.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(3));
    private readonly Channel<string> _errors = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _output = Channel.CreateUnbounded<string>();
    private readonly Process _process;

    private HostProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Write(_output, e.Data);
        process.ErrorDataReceived += (_, e) => Write(_errors, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Ends a test that waits for something that does not come.</summary>
    public CancellationToken Timeout => _limit.Token;

    public static HostProcess Start(string assembly, IEnumerable<KeyValuePair<string, string>> environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [assembly, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Timeout);
    }

    /// <summary>The rest of the first line that starts so; the lines before it go into a list.</summary>
    public async Task<string> LineAsync(string start, List<string>? before = null)
    {
        await foreach (var line in _output.Reader.ReadAllAsync(Timeout))
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return line[start.Length..];
            }

            before?.Add(line);
        }

        throw new InvalidOperationException($"The host ended without '{start}': {string.Join(Environment.NewLine, await ErrorsAsync())}");
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(Timeout);
        return _process.ExitCode;
    }

    /// <summary>The next line of standard error.</summary>
    public async Task<string> ErrorAsync() => await _errors.Reader.ReadAsync(Timeout);

    /// <summary>All lines of standard error, up to the end of the process.</summary>
    public Task<List<string>> ErrorsAsync() => _errors.Reader.ReadAllAsync(Timeout).ToListAsync(Timeout).AsTask();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _limit.Dispose();
    }

    private static void Write(Channel<string> lines, string? line)
    {
        if (line is null)
        {
            lines.Writer.TryComplete();
        }
        else
        {
            lines.Writer.TryWrite(line);
        }
    }
}
