using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Digits.ServiceDefaults.Lifetime;

/// <summary>A service cannot start or go on, for a reason that its operator can mend. The message says what happened and what to do next.</summary>
public sealed class FatalException : Exception
{
    /// <summary>Makes an exception with a message for the operator.</summary>
    public FatalException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>The message alone: an operator has no use for a stack trace.</summary>
    public override string ToString() => Message;
}

/// <summary>Ends a process so that whoever supervises it notices: one line on stderr and a non-zero exit code.</summary>
public static partial class FatalEnd
{
    private const int Failed = 1;
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Leaves the report of a fatal end to <see cref="RunToEndAsync"/>; the host would write a stack trace as well.</summary>
    public static WebApplicationBuilder AddFatalEnd(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Logging.AddFilter(HostCategory, LogLevel.None);
        return builder;
    }

    /// <summary>Runs the service until it is asked to stop, cannot start, or one of its background services fails.</summary>
    /// <returns>The exit code: 0 after an orderly stop, else 1.</returns>
    public static async Task<int> RunToEndAsync(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(FatalEnd).FullName!);
        Exception? fault;
        try
        {
            var background = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
            await app.RunAsync();
            fault = background.Select(service => service.ExecuteTask?.Exception?.GetBaseException()).FirstOrDefault(found => found is not null);
        }
        catch (Exception exception) when (IsOwnProcess(app))
        {
            fault = exception;
        }

        if (fault is null)
        {
            return 0;
        }

        if (fault is not FatalException)
        {
            Unexpected(logger, fault);
        }

        await Console.Error.WriteLineAsync($"{app.Environment.ApplicationName} ended: {fault.Message.ReplaceLineEndings(" ")}");
        return Failed;
    }

    // A test that hosts the service inside its own process wants the exception itself.
    private static bool IsOwnProcess(WebApplication app) => Assembly.GetEntryAssembly()?.GetName().Name == app.Environment.ApplicationName;

    [LoggerMessage(1, LogLevel.Critical, "The service ended because of an unexpected fault.", EventName = "UnexpectedEnd")]
    private static partial void Unexpected(ILogger logger, Exception exception);
}
