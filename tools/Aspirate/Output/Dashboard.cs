namespace Aspirate.Output;

/// <summary>The Aspire dashboard as a part of the cluster.</summary>
internal static class Dashboard
{
    public const string Name = "aspire-dashboard";
    public const string Image = "mcr.microsoft.com/dotnet/aspire-dashboard:9.0";
    public const int UiPort = 18888;
    public const int OtlpPort = 18889;
}
