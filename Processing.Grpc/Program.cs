using Digits.Processing.V1;
using Digits.Processing;
using Digits.ServiceDefaults;
using Digits.ServiceDefaults.Lifetime;

var builder = WebApplication.CreateBuilder(args);
builder.UseDefaultPort(5081);
builder.AddServiceDefaults();
builder.AddGrpcDefaults(ProcessingService.Descriptor, CatalogService.Descriptor, CorrectionService.Descriptor);
builder.AddProcessing();
builder.AddFatalEnd();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcDefaults();
app.MapProcessing();
return await app.RunToEndAsync();
