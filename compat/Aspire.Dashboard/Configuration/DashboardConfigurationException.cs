namespace Aspire.Dashboard.Configuration;

/// <summary>The dashboard cannot start with these settings; the message is one line for the user.</summary>
internal sealed class DashboardConfigurationException(string message) : Exception(message);
