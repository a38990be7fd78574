using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Consoles;

/// <summary>Writes log messages to consoles of resources.</summary>
internal sealed class ConsoleLogger(Func<IEnumerable<ConsoleRing>> rings) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Information and < LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var text = formatter(state, exception);
        var lines = exception is null ? [text] : $"{text}{Environment.NewLine}{exception}".Split(Environment.NewLine);
        foreach (var ring in rings())
        {
            foreach (var line in lines)
            {
                ring.Append(line, logLevel >= LogLevel.Error);
            }
        }
    }
}
