ALTER TABLE "organizations" ADD COLUMN "brand_key" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_brand_key_unique" UNIQUE("brand_key");