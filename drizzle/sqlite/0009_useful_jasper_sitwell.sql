ALTER TABLE `organizations` ADD `brand_key` text;--> statement-breakpoint
CREATE UNIQUE INDEX `organizations_brand_key_unique` ON `organizations` (`brand_key`);