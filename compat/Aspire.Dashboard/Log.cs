namespace Aspire.Dashboard;

/// <summary>What the dashboard writes to its own console.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, EventName = nameof(Listening), Level = LogLevel.Information, Message = "Now listening on: {Address}")]
    public static partial void Listening(ILogger logger, string address);

    [LoggerMessage(EventId = 2, EventName = nameof(ReceivingTelemetry), Level = LogLevel.Information, Message = "OTLP listening on: {Address}")]
    public static partial void ReceivingTelemetry(ILogger logger, string address);

    [LoggerMessage(EventId = 3, EventName = nameof(Login), Level = LogLevel.Information, Message = "Login to the dashboard at {Address}")]
    public static partial void Login(ILogger logger, string address);

    [LoggerMessage(EventId = 4, EventName = nameof(FrontendUnsecured), Level = LogLevel.Warning, Message = "Everyone who can reach the page may look.")]
    public static partial void FrontendUnsecured(ILogger logger);

    [LoggerMessage(EventId = 5, EventName = nameof(TelemetryUnsecured), Level = LogLevel.Warning, Message = "Everyone who can reach the receiver may send telemetry.")]
    public static partial void TelemetryUnsecured(ILogger logger);

    [LoggerMessage(EventId = 6, EventName = nameof(ResourceServiceConnected), Level = LogLevel.Information, Message = "Connected to the resource service of {Application} at {Address}.")]
    public static partial void ResourceServiceConnected(ILogger logger, string application, Uri address);

    [LoggerMessage(EventId = 7, EventName = nameof(ResourceServiceLost), Level = LogLevel.Warning, Message = "The resource service at {Address} cannot be reached ({Status}); trying again.")]
    public static partial void ResourceServiceLost(ILogger logger, Uri address, string status);
}
