using System.Diagnostics;

namespace Aspire.Hosting.Running;

/// <summary>
/// Ends the resources if the application host is killed without a chance to do it itself. A shell, which costs next to nothing,
/// is told the process ids through a pipe; the pipe closes when this process dies, however it dies. Not on Windows.
/// </summary>
internal sealed class OrphanGuard : IDisposable
{
    private const string Script = """
        trap '' HUP INT TERM
        ids=
        while read -r verb id; do
            kept=
            for other in $ids; do [ "$other" = "$id" ] || kept="$kept $other"; done
            ids=$kept
            [ "$verb" = watch ] && ids="$ids $id"
        done
        [ -n "$ids" ] || exit 0
        kill -TERM $ids 2>/dev/null
        for second in 1 2 3 4 5; do
            alive=
            for id in $ids; do kill -0 $id 2>/dev/null && alive="$alive $id"; done
            [ -n "$alive" ] || exit 0
            sleep 1
        done
        kill -KILL $alive 2>/dev/null
        """;

    private readonly Lock _gate = new();
    private Process? _shell;

    public void Watch(int processId) => Tell("watch", processId);

    public void Forget(int processId) => Tell("forget", processId);

    public void Dispose()
    {
        lock (_gate)
        {
            _shell?.StandardInput.Dispose();
            _shell?.WaitForExit();
            _shell?.Dispose();
            _shell = null;
        }
    }

    private void Tell(string verb, int processId)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        lock (_gate)
        {
            _shell ??= Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script]) { RedirectStandardInput = true })!;
            try
            {
                _shell.StandardInput.WriteLine($"{verb} {processId}");
                _shell.StandardInput.Flush();
            }
            catch (IOException)
            {
                // Somebody ended the shell. The resources do not depend on it.
            }
        }
    }
}
