using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Aspire.Hosting.Running;

/// <summary>A running process and its output.</summary>
internal sealed class ResourceProcess : IDisposable
{
    private static readonly TimeSpan OutputGrace = TimeSpan.FromMilliseconds(500);

    private readonly Process _process;

    private ResourceProcess(Process process, Action<string, bool> write)
    {
        _process = process;
        Id = process.Id;
        Exited = ExitAsync(Task.WhenAll(
            PumpAsync(process.StandardOutput, line => write(line, false)), PumpAsync(process.StandardError, line => write(line, true))));
    }

    public int Id { get; }

    /// <summary>Ends with the exit code once the process has ended and its output is written.</summary>
    public Task<int> Exited { get; }

    /// <exception cref="DistributedApplicationException">The program could not be started.</exception>
    public static ResourceProcess Start(ProcessSpec spec, Action<string, bool> write)
    {
        var start = new ProcessStartInfo(spec.FileName, spec.Arguments)
        {
            WorkingDirectory = spec.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };

        // That is the dashboard's address, if anything; a resource listens where its own endpoints say.
        start.Environment.Remove("ASPNETCORE_URLS");
        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return new ResourceProcess(process, write);
        }
        catch (Win32Exception fault)
        {
            throw new DistributedApplicationException($"{spec.FileName} could not be started in {spec.WorkingDirectory}: {fault.Message}", fault);
        }
    }

    /// <summary>Asks the process to end and, if it does not within the time, ends it and its children.</summary>
    /// <returns>Whether it ended by itself.</returns>
    public async Task<bool> StopAsync(TimeSpan grace, TimeProvider time)
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixSignal.Terminate(Id);
            try
            {
                await Exited.WaitAsync(grace, time);
                return true;
            }
            catch (TimeoutException)
            {
                // Asking did not help.
            }
        }

        _process.Kill(entireProcessTree: true);
        await Exited;
        return false;
    }

    public void Dispose() => _process.Dispose();

    private static async Task PumpAsync(StreamReader output, Action<string> write)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            write(line);
        }
    }

    private async Task<int> ExitAsync(Task output)
    {
        await _process.WaitForExitAsync();

        // A child of the process may hold the pipe open for as long as it lives.
        await Task.WhenAny(output, Task.Delay(OutputGrace));
        return _process.ExitCode;
    }
}
