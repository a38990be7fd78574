using Digits.AppHost;

try
{
    var builder = DistributedApplication.CreateBuilder(args);

    // No service waits for another: each is useful on its own, and its calls reach the others as soon as those answer.
    var processing = builder.AddProject<Projects.Processing_Grpc>("processing", launchProfileName: null)
        .WithDigitsEndpoint(port: 5081)
        .WithDigitsStorage()
        .WithHttp2HealthCheck("/health");

    var training = builder.AddProject<Projects.Training_Grpc>("training", launchProfileName: null)
        .WithDigitsEndpoint(port: 5082)
        .WithDigitsStorage()
        .WithHttp2HealthCheck("/health")
        .WithReference(processing);

    var inference = builder.AddProject<Projects.Inference_Grpc>("inference", launchProfileName: null)
        .WithDigitsEndpoint(port: 5083)
        .WithDigitsStorage()
        .WithHttp2HealthCheck("/health")
        .WithReference(training);

    var gateway = builder.AddProject<Projects.Gateway>("gateway", launchProfileName: null)
        .WithDigitsEndpoint(port: 5080)
        .WithGrpcEndpoint(port: 5084, setting: "Gateway__GrpcPort")
        .WithExternalHttpEndpoints()
        .WithUrlForEndpoint("http", url => url.DisplayText = "Open the page")
        .WithHttpHealthCheck("/health")
        .WithReference(processing)
        .WithReference(training)
        .WithReference(inference);

    builder.PrintAddressWhenReady(gateway);
    builder.EndWithServices();
    builder.Build().Run();
    return 0;
}
catch (DistributedApplicationException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
