// An application host for the tests that need one in a process of its own: two services, the second behind the first.
try
{
    var builder = DistributedApplication.CreateBuilder(args);
    int? port = builder.Configuration["SAMPLE_PORT"] is { } wanted ? int.Parse(wanted, null) : null;

    var back = builder.AddProject<Projects.Aspire_Hosting_Sample>("back")
        .WithHttpEndpoint()
        .WithHttpHealthCheck("/health");
    builder.AddProject<Projects.Aspire_Hosting_Sample>("front")
        .WithHttpEndpoint(port: port, isProxied: false)
        .WithHttpHealthCheck("/health")
        .WithReference(back)
        .WaitFor(back)
        .OnResourceReady((front, _, _) =>
        {
            Console.WriteLine($"ready {back.GetEndpoint("http").Url} {new EndpointReference(front, "http").Url}");
            return Task.CompletedTask;
        });

    builder.Build().Run();
    return 0;
}
catch (DistributedApplicationException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
