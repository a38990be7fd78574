using System.Diagnostics;
using System.Threading.Channels;
using Aspire.Hosting.Running;

namespace Digits.Hosting.Tests;

/// <summary>The sample application host in a process of its own.</summary>
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

    public CancellationToken Timeout => _limit.Token;

    public static HostProcess Start(params string[] args)
    {
        var output = ProjectOutputAnnotation.Find(new Projects.SampleHost()).TargetPath!;
        var start = new ProcessStartInfo(DotnetHost.Path, [output, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return new(Process.Start(start)!);
    }

    public void Signal(int signal) => UnixSignal.Send(_process.Id, signal);

    /// <summary>The addresses of the two services, once both are healthy; the lines before that go into a list.</summary>
    public async Task<(Uri Back, Uri Front)> ReadyAsync(List<string>? lines = null)
    {
        await foreach (var line in _output.Reader.ReadAllAsync(Timeout))
        {
            lines?.Add(line);
            if (line.Split(' ') is ["ready", var back, var front])
            {
                return (new(back), new(front));
            }
        }

        throw new InvalidOperationException(string.Join(Environment.NewLine, await ErrorsAsync()));
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(Timeout);
        return _process.ExitCode;
    }

    public Task<List<string>> ErrorsAsync() => _errors.Reader.ReadAllAsync(Timeout).ToListAsync(Timeout).AsTask();

    /// <summary>The lines after those already read, up to the end of the process.</summary>
    public Task<List<string>> OutputAsync() => _output.Reader.ReadAllAsync(Timeout).ToListAsync(Timeout).AsTask();

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
