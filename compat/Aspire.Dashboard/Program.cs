using Aspire.Dashboard;
using Aspire.Dashboard.Configuration;
using Microsoft.AspNetCore.Connections;

try
{
    await using var app = DashboardApp.Build(args);
    await app.StartAsync();
    DashboardApp.Announce(app);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (DashboardConfigurationException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
catch (IOException fault) when (fault.InnerException is AddressInUseException)
{
    Console.Error.WriteLine($"{fault.Message} {DashboardApp.AddressVariables}");
    return 1;
}
